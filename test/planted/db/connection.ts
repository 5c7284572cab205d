export const connection = 'postgres://127.0.0.1';
