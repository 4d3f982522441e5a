"""An HTTP server before Viaja that loses what a test wants to be lost. Python's library only."""
import http.client
import http.server
import threading

HOP_BY_HOP = {'connection', 'transfer-encoding', 'content-length', 'host', 'expect'}


class Loss:
    """What happens to the next call that matches, once.

    how: 'request' – it is not passed on; 'answer' – it is, and its answer is kept back. Either way
    the client waits until `release`, and its connection is cut then.
    """

    def __init__(self, method, path_end, how):
        self.method, self.path_end, self.how = method, path_end, how
        self.reached = threading.Event()   # the call has come to the point where it is lost
        self.released = threading.Event()

    def matches(self, method, path):
        return (not self.reached.is_set() and method == self.method
                and path.partition('?')[0].endswith(self.path_end))

    def release(self):
        self.released.set()


class Entrance:
    """Listens on a port of its own and passes calls on to the port given."""

    def __init__(self, port):
        self.calls = []   # (method, path, Idempotency-Key) of all that came
        self.tokens = []  # the Authorization of all that came
        self.loss = None
        self.forced = None  # (method or '', end of the path, status, text): answered itself
        self.frames_max = None  # an event stream is cut after so many reads
        entrance = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_):
                pass

            def handle_call(self):
                entrance.pass_on(self, port)

            do_GET = do_POST = do_PUT = do_DELETE = handle_call

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server.server_address[1]}'

    def lose(self, *what):
        self.loss = Loss(*what)
        return self.loss

    def count(self, method, path_end):
        return sum(call[0] == method and call[1].endswith(path_end) for call in self.calls)

    def keys(self, path_end):
        return {call[2] for call in self.calls if call[1].endswith(path_end)}

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def pass_on(self, handler, port):
        body = handler.rfile.read(int(handler.headers.get('Content-Length', 0)))
        self.calls.append((handler.command, handler.path, handler.headers.get('Idempotency-Key')))
        self.tokens.append(handler.headers.get('Authorization'))
        if self.forced and (self.forced[0] in ('', handler.command)
                            and handler.path.partition('?')[0].endswith(self.forced[1])):
            self.answer_itself(handler, *self.forced[2:])
            return
        loss = self.loss if self.loss and self.loss.matches(handler.command, handler.path) else None
        if loss and loss.how == 'request':
            self.cut(handler, loss)
            return
        headers = {name: value for name, value in handler.headers.items()
                   if name.lower() not in HOP_BY_HOP}
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
        try:
            connection.request(handler.command, handler.path, body, headers)
            answer = connection.getresponse()
            if loss:
                answer.read()
                self.cut(handler, loss)
            elif answer.getheader('Content-Type') == 'text/event-stream':
                self.pass_stream(handler, answer)
            else:
                self.pass_answer(handler, answer)
        except (OSError, http.client.HTTPException):
            handler.close_connection = True
        finally:
            connection.close()

    @staticmethod
    def answer_itself(handler, status, text):
        handler.send_response_only(status)
        handler.send_header('Content-Length', str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    @staticmethod
    def cut(handler, loss):
        loss.reached.set()
        loss.released.wait(60)
        handler.close_connection = True

    @staticmethod
    def begin(handler, answer):
        handler.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                handler.send_header(name, value)

    def pass_answer(self, handler, answer):
        body = answer.read()
        self.begin(handler, answer)
        handler.send_header('Content-Length', str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def pass_stream(self, handler, answer):
        self.begin(handler, answer)
        handler.send_header('Connection', 'close')
        handler.end_headers()
        handler.close_connection = True
        reads = 0
        while self.frames_max is None or reads < self.frames_max:
            piece = answer.read1(65536)
            if not piece:
                return
            handler.wfile.write(piece)
            handler.wfile.flush()
            reads += 1
