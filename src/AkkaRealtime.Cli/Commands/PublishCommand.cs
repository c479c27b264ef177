using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime publish</c>.</summary>
internal static class PublishCommand
{
    private const string KeyVariable = "AKKAREALTIME_ADMIN_KEY";
    private const string Path = "/api/v1/admin/publish";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly Argument<string> Type = new("type") { Description = "The event's type, such as order.shipped" };
    private static readonly Argument<string?> Data = new("data") { Description = "A JSON object; without it, or with -, what comes on standard input", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> User = new("--user") { Description = "To all of a user's connections", HelpName = "id" };
    private static readonly Option<string?> Room = new("--room") { Description = "To the members of a room who are connected", HelpName = "id" };
    private static readonly Option<string?> Topic = new("--topic") { Description = "To who follows a topic", HelpName = "name" };
    private static readonly Option<bool> Everybody = new("--everybody") { Description = "To all connections" };
    private static readonly Option<string?> Key = new("--key") { Description = "The same key within ten minutes sends nothing more" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("publish", $"Sends an event of your own by the admin API, with the key in {KeyVariable}. Where the server has a port for management, --server names that one.")
        {
            Type, Data, User, Room, Topic, Everybody, Key, Connecting.Server, Connecting.Json,
        };
        command.Validators.Add(result =>
        {
            Option[] destinations = [User, Room, Topic, Everybody];
            if (destinations.Count(o => result.GetResult(o) is { Implicit: false }) != 1)
                result.AddError("To whom? Name one of --user, --room, --topic and --everybody.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } secret)
            throw new CliException($"Put the key of the admin API into {KeyVariable}: one of AkkaRealtime__Admin__ApiKeys, or with the scope events:write.", ExitCodes.NoPermission);
        var server = given.GetRequiredValue(Connecting.Server);
        var data = Parse(given.GetValue(Data) is { } said and not "-" ? said : await Console.In.ReadToEndAsync(cancel));
        var body = new Dictionary<string, object?> { ["to"] = To(given), ["type"] = given.GetValue(Type), ["data"] = data };
        if (given.GetValue(Key) is { } key)
            body["key"] = key;
        using var http = new HttpClient { Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Trim());
        using var response = await Connecting.SendAsync(http, server, () => http.PostAsJsonAsync(new Uri(server, Path), body, cancel));
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound && response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            throw new CliException($"{server} has no admin API here: it is off until a key is set, and where there is a port for management it is there.", ExitCodes.Unavailable);
        var answer = await Connecting.AnswerAsync(response, cancel);
        var isDuplicate = answer.GetProperty("duplicate").GetBoolean();
        if (given.GetValue(Connecting.Json))
            Output.Object(new { duplicate = isDuplicate });
        else
            Output.Line(isDuplicate ? "Sent before, and not again." : "Sent.");
        return ExitCodes.Good;
    }

    private static Dictionary<string, object> To(ParseResult given) => given switch
    {
        _ when given.GetValue(User) is { } user => new() { ["user"] = user },
        _ when given.GetValue(Room) is { } room => new() { ["room"] = room },
        _ when given.GetValue(Topic) is { } topic => new() { ["topic"] = topic },
        _ => new() { ["everybody"] = true },
    };

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new CliException($"The data is no JSON: {e.Message}", ExitCodes.Usage, e);
        }
    }
}
