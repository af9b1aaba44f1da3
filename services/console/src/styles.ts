import '@mantine/core/styles.css'
import 'uplot/dist/uPlot.min.css'
import 'virtual:theme-variables.css'
import './app.css'
