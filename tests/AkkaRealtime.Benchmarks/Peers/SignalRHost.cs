using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>The peer: the framework's own SignalR with its JSON protocol and groups, as its documentation shows it. It stores nothing.</summary>
internal static class SignalRHost
{
    /// <summary>Runs until SIGTERM.</summary>
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSignalR(o => o.ClientTimeoutInterval = TimeSpan.FromMinutes(10));
        var app = builder.Build();
        app.MapHub<RoomHub>("/hub");
        app.MapGet("/ready", () => Results.Ok());
        await app.RunAsync();
    }

    /// <summary>Rooms as groups.</summary>
    internal sealed class RoomHub : Hub
    {
        /// <summary>Puts the caller into a room, and tells them so.</summary>
        public async Task Join(string room)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, room);
            await Clients.Caller.SendAsync("joined", room);
        }

        /// <summary>Sends to everybody in a room, the sender included.</summary>
        public Task Send(string room, string text) => Clients.Group(room).SendAsync("message", room, Context.ConnectionId, text);
    }
}
