using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AkkaRealtime.Server;

/// <summary>
/// The certificates of <c>Kestrel:Certificates:Default</c> and <c>Kestrel:Endpoints:*:Certificate</c>, where they are files, follow their files. Kestrel itself would close the endpoint and all of its
/// connections.
/// </summary>
internal static class CertificateFiles
{
    /// <summary>Has the server's endpoints follow the files of their certificates.</summary>
    public static void FollowCertificates(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Kestrel");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var files = new Dictionary<string, CertificateFile>(StringComparer.Ordinal);
            var byDefault = Of(section.GetSection("Certificates:Default"));
            if (byDefault is not null)
                kestrel.ConfigureHttpsDefaults(https => Follow(https, byDefault));
            var endpoints = kestrel.Configure(section, reloadOnChange: false);
            foreach (var endpoint in section.GetSection("Endpoints").GetChildren())
            {
                var certificate = endpoint.GetSection("Certificate");
                if (Of(certificate) is { } own)
                    endpoints.Endpoint(endpoint.Key, listen => Follow(listen.HttpsOptions, own));
                else if (certificate.Exists())
                    endpoints.Endpoint(endpoint.Key, listen => listen.HttpsOptions.OnAuthenticate = null); // Out of a store.
            }

            CertificateFile? Of(IConfigurationSection certificate)
            {
                if (certificate["Path"] is not { Length: > 0 } path)
                    return null;
                path = Path.Combine(builder.Environment.ContentRootPath, path);
                var key = certificate["KeyPath"] is { Length: > 0 } keyPath ? Path.Combine(builder.Environment.ContentRootPath, keyPath) : null;
                if (!files.TryGetValue($"{path}\n{key}", out var file))
                {
                    files[$"{path}\n{key}"] = file = new CertificateFile(
                        path, key, certificate["Password"], TimeProvider.System, kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<CertificateFile>());
                }

                return file;
            }
        });
    }

    private static void Follow(HttpsConnectionAdapterOptions https, CertificateFile file) => https.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = file.Current();
}
