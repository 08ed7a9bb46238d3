import type { Session } from '@shouwang/shared/api';
import { ApiError, call, get, hooks } from './api.ts';
import { may, type Right } from './permissions.ts';

export type Phase = 'starting' | 'out' | 'in' | 'unreachable';

// Who sits at the desk. `expired` keeps the desk standing behind the log-in dialog: nothing that was typed is lost.
class SessionState {
  phase = $state<Phase>('starting');
  session = $state.raw<Session>();
  expired = $state(false);

  constructor() {
    hooks.signedOut = () => this.gone();
  }

  get account(): Session['account'] | undefined { return this.session?.account; }
  may(right: Right): boolean { return may(this.session?.permissions, right); }

  gone(): void {
    if (this.phase === 'in') this.expired = true;
    else this.phase = 'out';
  }

  async resume(): Promise<void> {
    try {
      this.session = await get<Session>('/api/session');
      this.phase = 'in';
    } catch (failure) {
      this.phase = failure instanceof ApiError && failure.status === 401 ? 'out' : 'unreachable';
    }
  }

  // Answers true when the same account came back to its desk.
  async logIn(name: string, password: string): Promise<boolean> {
    const before = this.session?.account.id;
    await call<unknown>('POST', '/api/session', { body: { name, password } });
    this.session = await get<Session>('/api/session');
    const same = this.expired && before === this.session.account.id;
    this.expired = false;
    this.phase = 'in';
    return same;
  }

  async logOut(): Promise<void> {
    await call('DELETE', '/api/session').catch(() => {});
    this.session = undefined;
    this.expired = false;
    this.phase = 'out';
  }
}

export const session = new SessionState();
