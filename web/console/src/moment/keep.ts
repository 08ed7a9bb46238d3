// The last answers by name, the oldest thrown away first: a slider that goes back and forth asks once for each moment.
export class Keep<T> {
  private readonly held = new Map<string, T>();
  constructor(private readonly most: number) {}
  get(name: string): T | undefined {
    const found = this.held.get(name);
    if (found !== undefined) { this.held.delete(name); this.held.set(name, found); }
    return found;
  }
  set(name: string, value: T): void {
    this.held.delete(name);
    this.held.set(name, value);
    if (this.held.size > this.most) this.held.delete(this.held.keys().next().value!);
  }
  clear(): void { this.held.clear(); }
}
