// One question at a time, asked in a dialog that the keyboard alone can answer.
export interface AskField {
  name: string; label: string; kind: 'text' | 'area' | 'choice' | 'password' | 'date'; required?: boolean; value?: string;
  options?: { value: string; label: string }[]; hint?: string;
  deliberate?: boolean; // a choice that must be made: none stands there already
}
export interface Question {
  title: string; body?: string; confirm: string; danger?: boolean; fields?: AskField[];
  trouble?: string; // why what was answered before was refused
}
// The same once more, with what was typed.
export const askedAgain = (question: Question, typed: Record<string, string>, trouble: string): Question => ({
  ...question, trouble, fields: (question.fields ?? []).map((field) => ({ ...field, value: typed[field.name] ?? field.value ?? '' })),
});
interface Asked { question: Question; answer: (values: Record<string, string> | undefined) => void }

class Asking {
  now = $state.raw<Asked>();

  // Answers the typed values, or undefined when the question was put away.
  ask(question: Question): Promise<Record<string, string> | undefined> {
    this.now?.answer(undefined);
    return new Promise((resolve) => {
      this.now = { question, answer: (values) => { this.now = undefined; resolve(values); } };
    });
  }
}

export const asking = new Asking();
