using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Storage.Files;

/// <summary>Registers files.</summary>
internal static class FilesRegistration
{
    /// <summary>Where files are kept in the data directory.</summary>
    public const string Folder = "files";

    /// <summary>Adds <see cref="FileService"/> and its sweep; after the store, so that it stops before that is closed.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<IFileStore>(provider =>
        {
            var s3 = provider.GetRequiredService<FilesOptions>().S3;
            return s3.IsSet ? new S3FileStore(s3) : new DiskFileStore(DirectoryOf(provider.GetRequiredService<StorageOptions>()));
        });
        services.AddSingleton<FileService>();
        services.AddHostedService<FileSweeper>();
        return services;
    }

    /// <summary>Where files are kept, and uploads while they come in.</summary>
    public static string DirectoryOf(StorageOptions options) => Path.GetFullPath(Path.Combine(options.DataDirectory, Folder));
}
