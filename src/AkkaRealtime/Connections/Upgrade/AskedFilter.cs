using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>In front of all of the host's middleware: a request has come, so its connection is not a silent one.</summary>
internal sealed class AskedFilter : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // Not async: nothing stays alive with a socket.
        app.Use((context, rest) =>
        {
            context.Features.Get<PlainConnection>()?.Asked();
            return rest(context);
        });
        next(app);
    };
}
