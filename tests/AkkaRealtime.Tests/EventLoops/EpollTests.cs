using System.Net;
using System.Net.Sockets;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Tests.EventLoops;

public sealed class EpollTests
{
    // A node that stops while another thread still wakes it: the number of its descriptor may be a database's by then.
    [Fact]
    public void Wake_AfterItsEnd_WritesIntoNobodysFile()
    {
        var epoll = new Epoll();
        epoll.Dispose();
        var directory = Directory.CreateTempSubdirectory("akkarealtime-");
        var files = Enumerable.Range(0, 10).Select(i => File.OpenHandle(Path.Combine(directory.FullName, $"{i}"), FileMode.CreateNew, FileAccess.ReadWrite)).ToList();

        epoll.Wake();
        epoll.Wake();

        Assert.All(files, file => Assert.Equal(0, RandomAccess.GetLength(file)));
        files.ForEach(file => file.Dispose());
        directory.Delete(recursive: true);
    }

    [Fact]
    public void Remove_AfterItsEnd_IsNoFault()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var epoll = new Epoll();
        epoll.Add(socket.Handle, PollEvents.Read, 1);
        epoll.Dispose();

        epoll.Remove(socket.Handle);
    }
}
