// One call as it is sent, and as curl would send it.

import type { Operation } from './document';

export interface Call {
  method: string;
  address: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface Answered {
  status: number;
  statusText: string;
  headers: [string, string][];
  text: string;
  json: unknown;
  milliseconds: number;
}

/** The call that the fields make; empty optional fields are left out. */
export function callOf(
  operation: Operation,
  values: Record<string, string>,
  body: string | undefined,
  token: string,
): Call {
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const value = values[parameter.name] ?? '';
    if (parameter.in === 'path') {
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    } else if (value !== '' && parameter.in === 'query') {
      query.append(parameter.name, value);
    } else if (value !== '') {
      headers[parameter.name] = value;
    }
  }
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const search = query.toString();
  return { method: operation.method, address: search ? `${path}?${search}` : path, headers, body };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function curlOf(call: Call, origin: string): string {
  const parts = ['curl', ...(call.method === 'GET' ? [] : ['-X', call.method])];
  parts.push(quoted(origin + call.address));
  const options = Object.entries(call.headers).map(
    ([name, value]) => `-H ${quoted(`${name}: ${value}`)}`,
  );
  if (call.body !== undefined) options.push(`-d ${quoted(call.body)}`);
  return [parts.join(' '), ...options].join(' \\\n  ');
}

/** Rejects with TypeError where the server cannot be reached. */
export async function send(call: Call): Promise<Answered> {
  const began = performance.now();
  const response = await fetch(call.address, {
    method: call.method,
    headers: call.headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    text: json === undefined ? text : JSON.stringify(json, null, 2),
    json,
    milliseconds: Math.round(performance.now() - began),
  };
}
