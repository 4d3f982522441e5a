// What a problem's code means; the address of this page is the problem's `type`.

export function ProblemPage({ code }: { code: string; language: 'pt-BR' | 'en-US' }) {
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>
        <code>{code}</code>
      </h1>
    </section>
  );
}
