import { KeptForms } from '../lib/kept_form.ts';

// The kept forms of an account on this machine.
export function myForms(account: string): KeptForms {
  return new KeptForms(localStorage, account);
}
