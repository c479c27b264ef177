// Rooms on ws, as its README shows a broadcast: encoded once, sent in a loop.   node ws.mjs PORT
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

const rooms = new Map();
const server = createServer((request, response) => response.writeHead(request.url === '/ready' ? 200 : 404).end());

function join(socket, name) {
  if (!rooms.has(name)) rooms.set(name, new Set());
  const room = rooms.get(name);
  room.add(socket);
  socket.on('close', () => room.delete(socket));
  socket.send(JSON.stringify({ type: 'joined', room: name }));
}

function broadcast(sender, { room, text }) {
  const data = Buffer.from(JSON.stringify({ type: 'message', room, by: sender, text }));
  for (const socket of rooms.get(room) ?? []) {
    if (socket.readyState === WebSocket.OPEN) socket.send(data, { binary: false });
  }
}

let connections = 0;
new WebSocketServer({ server }).on('connection', (socket) => {
  const sender = `c${++connections}`;
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'join') join(socket, message.room);
    else broadcast(sender, message);
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1');
