def application(environ, start_response):
    start_response('200 OK', [('Content-Length', '7')])
    return [b'served\n']
