// Rooms on Socket.IO, as its documentation shows them.   node socketio.mjs PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer((request, response) => {
  if (!request.url.startsWith('/socket.io/')) response.writeHead(request.url === '/ready' ? 200 : 404).end();
});

const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  // What the handshake said is not needed any more; the documentation advises to let it go where there are many connections.
  delete socket.conn.request;
  socket.on('join', (room) => {
    socket.join(room);
    socket.emit('joined', room);
  });
  socket.on('send', (room, text) => io.to(room).emit('message', room, socket.id, text));
});

server.listen(Number(process.argv[2]), '127.0.0.1');
