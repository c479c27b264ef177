using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Hook;
using AkkaRealtime.Domains;
using AkkaRealtime.Push;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Webhooks;

namespace AkkaRealtime;

/// <summary>What an operator may set, section <c>AkkaRealtime</c> (protocol §6). Checked at start by <see cref="RealtimeOptionsValidator"/>.</summary>
public sealed class RealtimeOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "AkkaRealtime";

    /// <summary>Where the embedded store, files and development keys are kept. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>The path of the WebSocket. Default <c>/ws/ws</c>.</summary>
    public string Path { get; set; } = "/ws/ws";

    /// <summary>Origins, besides the server's own, from which a browser may connect: <c>https://app.example.com</c>. <c>*</c> allows all.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Limits of connections and messages.</summary>
    public LimitOptions Limits { get; } = new();

    /// <summary>How connections are kept alive and let go.</summary>
    public ConnectionOptions Connections { get; } = new();

    /// <summary>A port for health, metrics and administration.</summary>
    public ManagementOptions Management { get; } = new();

    /// <summary>Servers for calls.</summary>
    public CallOptions Calls { get; } = new();

    /// <summary>Status.</summary>
    public StatusOptions Status { get; } = new();

    /// <summary>Who may be found and invited.</summary>
    public PeopleOptions People { get; } = new();

    /// <summary>Pictures of people.</summary>
    public PictureOptions Pictures { get; } = new();

    /// <summary>Who may bring whom into a room, and how many.</summary>
    public ChatOptions Chat { get; } = new();

    /// <summary>What the server finds out about links.</summary>
    public LinkPreviewOptions LinkPreviews { get; } = new();

    /// <summary>Who is asked whose a token is.</summary>
    public ConnectHookOptions ConnectHook { get; } = new();

    /// <summary>Who is asked before a message is taken.</summary>
    public BeforeSendOptions BeforeSend { get; } = new();

    /// <summary>What may not be said.</summary>
    public ModerationOptions Moderation { get; } = new();

    /// <summary>Topics that users may follow, besides those that the host names: see <see cref="ConfiguredTopic"/>.</summary>
    public IReadOnlyDictionary<string, ConfiguredTopic> Topics { get; internal set; } = new Dictionary<string, ConfiguredTopic>();

    /// <summary>Uploaded files.</summary>
    public FilesOptions Files { get; } = new();

    /// <summary>For how long what is said is kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>Events that are sent to other servers.</summary>
    public WebhookOptions Webhooks { get; } = new();

    /// <summary>Notifications to devices whose page is closed.</summary>
    public PushOptions Push { get; } = new();

    /// <summary>The cluster; one node forms a cluster of its own.</summary>
    public ClusterOptions Cluster { get; } = new();
}
