using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>nginx with nchan: a channel a room, whose subscribers may publish. What is published goes out as it is.</summary>
internal sealed class NchanPeer(string directory) : Peer
{
    private static readonly string[] Modules = ["/usr/lib/nginx/modules/ngx_nchan_module.so", "/usr/lib64/nginx/modules/ngx_nchan_module.so"];
    private static readonly string[] Programs = ["/usr/sbin/nginx", "/usr/bin/nginx"];

    /// <summary>The command that installs it; null where it is there.</summary>
    public static string? Missing =>
        Modules.Any(File.Exists) && Programs.Any(File.Exists) ? null : "apt-get install -y --no-install-recommends nginx-light libnginx-mod-nchan";

    /// <inheritdoc/>
    public override string Name => "nchan";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command
    {
        get
        {
            File.WriteAllText(Path.Combine(directory, "nginx.conf"), Configuration());
            return [Programs.First(File.Exists), "-p", directory, "-c", "nginx.conf", "-e", "stderr"];
        }
    }

    /// <inheritdoc/>
    public override string PathOf(string room) => $"/rooms/{room}";

    /// <inheritdoc/>
    public override bool Greet(LoadConnection connection, string room) => true;

    /// <inheritdoc/>
    public override bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload) => false;

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) => connection.Say($$"""{"room":"{{room}}","text":"{{Mark.Of(number)}}"}""");

    // One worker, as the other peers have one core. Messages are kept in memory until the slowest has got them, and no longer.
    private string Configuration() => $$"""
        load_module {{Modules.First(File.Exists)}};
        {{(System.Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{directory}}/nginx.pid;
        error_log stderr error;
        events { worker_connections 65536; }
        http {
          access_log off;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          nchan_shared_memory_size 256M;
          server {
            listen {{Address}};
            location = /ready { return 200; }
            location ~ ^/rooms/(.+)$ {
              nchan_pubsub websocket;
              nchan_channel_id $1;
              nchan_subscriber_first_message newest;
              nchan_message_buffer_length 256;
              nchan_message_timeout 10s;
            }
          }
        }
        """;
}
