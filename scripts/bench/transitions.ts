export async function benchTransitions(n: number): Promise<object> {
  return { n };
}
