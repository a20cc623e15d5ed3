declare module 'uvu?original' {
  export * from 'uvu';
}
