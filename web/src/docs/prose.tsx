// The little Markdown that the document's descriptions use: paragraphs, lists, tables, `code` and
// **bold**.

import type { ComponentChildren } from 'preact';

function inline(text: string): ComponentChildren[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) =>
      part.startsWith('`') ? (
        <code key={part}>{part.slice(1, -1)}</code>
      ) : part.startsWith('**') ? (
        <strong key={part}>{part.slice(2, -2)}</strong>
      ) : (
        part
      ),
    );
}

const cells = (row: string): string[] =>
  row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function Table({ rows }: { rows: string[] }) {
  const [head = '', , ...body] = rows;
  return (
    <div class="prose-table">
      <table>
        <thead>
          <tr>
            {cells(head).map((cell) => (
              <th key={cell} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row) => (
            <tr key={row}>
              {cells(row).map((cell, index) => (
                <td key={index}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Block({ text }: { text: string }) {
  const lines = text.split('\n').map((line) => line.trim());
  if (lines[0]?.startsWith('|')) return <Table rows={lines} />;
  if (lines[0]?.startsWith('- ')) {
    const items = lines
      .join('\n')
      .split(/(?:^|\n)- /)
      .slice(1);
    return (
      <ul>
        {items.map((item) => (
          <li key={item}>{inline(item)}</li>
        ))}
      </ul>
    );
  }
  return <p>{inline(lines.join(' '))}</p>;
}

export function Prose({ text }: { text: string | undefined }) {
  const blocks = (text ?? '').trim().split(/\n\s*\n/);
  if (!text) return null;
  return (
    <div class="prose">
      {blocks.map((block) => (
        <Block key={block} text={block} />
      ))}
    </div>
  );
}
