import './styles.ts'
import { createRoot } from 'react-dom/client'
import { watchIdle } from './api/idle.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
watchIdle()
createRoot(root).render(<App />)
