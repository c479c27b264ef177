using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>
/// An S3-compatible store as a process of its own on a loopback port: the npm package s3rver, installed by <c>npm ci</c> in tests/s3rver.
/// Where it is missing the tests are skipped, or fail if <c>AKKAREALTIME_REQUIRE=all</c>.
/// </summary>
public sealed partial class S3rver : IAsyncLifetime
{
    private const string Missing = "s3rver is not installed: cd tests/s3rver && npm ci";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-s3-").FullName;
    private Process? _process;
    private string? _endpoint;

    /// <summary>The bucket that is there.</summary>
    public const string Bucket = "chat";

    /// <summary>The one key pair that it knows, as access key and as secret.</summary>
    public const string Key = "S3RVER";

    /// <summary>Where it is; the test ends here where there is none.</summary>
    public string Endpoint()
    {
        Assert.False(_endpoint is null && Environment.GetEnvironmentVariable("AKKAREALTIME_REQUIRE") == "all", Missing);
        Skip.If(_endpoint is null, Missing);
        return _endpoint!;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Program() is not { } program)
            return;
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[program, _directory, Bucket])
            start.ArgumentList.Add(argument);
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line && Listening().Match(line) is { Success: true } match)
                listening.TrySetResult(match.Groups[1].Value);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _endpoint = $"http://{await listening.Task.WaitAsync(Patience)}";
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static string? Program()
    {
        var folder = Path.Combine(Checkout.Root, "tests", "s3rver");
        return Directory.Exists(Path.Combine(folder, "node_modules", "s3rver")) ? Path.Combine(folder, "serve.mjs") : null;
    }

    [GeneratedRegex(@"listening on (\S+:\d+)")]
    private static partial Regex Listening();
}
