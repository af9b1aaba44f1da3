import { TagsInput, Textarea, TextInput } from '@mantine/core'
import type { ProgrammeForm } from './programme-form.ts'

type Props = { form: ProgrammeForm; set: (part: Partial<ProgrammeForm>) => void }

export const Responsible = ({ form, set }: Props) => (
  <TagsInput
    label="People responsible"
    description="Enter after each name"
    value={form.responsible}
    onChange={(responsible) => set({ responsible })}
  />
)

export function PeopleFields({ form, set }: Props) {
  return (
    <>
      <Responsible form={form} set={set} />
      <TextInput
        label="Entity that receives reports"
        value={form.receivingEntity}
        onChange={(e) => set({ receivingEntity: e.currentTarget.value })}
      />
      <TextInput
        label="Its time zone"
        description="Day 0 is a calendar day there, e.g. Europe/Berlin"
        value={form.receivingZone}
        onChange={(e) => set({ receivingZone: e.currentTarget.value })}
      />
    </>
  )
}

export const Objective = ({ form, set }: Props) => (
  <Textarea
    label="Objective"
    description="Why this company listens, in a few sentences"
    autosize
    minRows={3}
    value={form.objective}
    onChange={(e) => set({ objective: e.currentTarget.value })}
  />
)

export function ObjectiveFields({ form, set }: Props) {
  return (
    <>
      <TextInput label="Name" value={form.name} onChange={(e) => set({ name: e.currentTarget.value })} />
      <Objective form={form} set={set} />
    </>
  )
}

export function StrategyFields({ form, set }: Props) {
  return (
    <>
      <Textarea
        label="Strategy"
        description="Where and how, what is left out, what happens with what is found"
        autosize
        minRows={3}
        value={form.strategy}
        onChange={(e) => set({ strategy: e.currentTarget.value })}
      />
      <TagsInput
        label="Markets"
        description="Two letters each, e.g. DE"
        value={form.markets}
        onChange={(markets) => set({ markets })}
      />
      <TagsInput
        label="Languages"
        description="Two letters each, e.g. de"
        value={form.languages}
        onChange={(languages) => set({ languages })}
      />
    </>
  )
}

export function TechnologyFields({ form, set }: Props) {
  return (
    <>
      <Textarea
        label="Products"
        description="One a line: Brand; substance; other names by comma. A ! before the brand says it is not ours."
        autosize
        minRows={5}
        placeholder="Zolvara; zolvaride; zolva, #zolvara"
        value={form.products}
        onChange={(e) => set({ products: e.currentTarget.value })}
      />
      <TextInput
        label="Account that replies (if any)"
        value={form.replyAccount}
        onChange={(e) => set({ replyAccount: e.currentTarget.value })}
      />
    </>
  )
}

/** In the order a programme should be thought through. */
export const stepFields = [PeopleFields, ObjectiveFields, StrategyFields, TechnologyFields]
