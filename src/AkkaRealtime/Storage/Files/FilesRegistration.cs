using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Storage.Files;

/// <summary>Registers files.</summary>
internal static class FilesRegistration
{
    /// <summary>Adds <see cref="FileService"/> and its sweep; after the store, so that it stops before that is closed.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<IFileStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RealtimeOptions>>().Value;
            return options.Files.S3.IsSet ? new S3FileStore(options.Files.S3) : new DiskFileStore(DirectoryOf(options));
        });
        services.AddSingleton<FileService>();
        services.AddHostedService<FileSweeper>();
        return services;
    }

    /// <summary>Where files are kept, and uploads while they come in.</summary>
    public static string DirectoryOf(RealtimeOptions options) => Path.GetFullPath(Path.Combine(options.DataDirectory, "files"));
}
