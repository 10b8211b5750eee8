using FluidCloud.Adapters.ClamAv;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Functions.Settings;

/// <summary>Invalid settings that keep the application from starting, described for the operator.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception($"FluidCloud can't start with these settings (docs/configuration.md):\n{string.Join('\n', problems.Select(problem => "  " + problem))}")
{
    public IReadOnlyList<string> Problems => problems;
}

public static class SettingsServices
{
    /// <summary>
    /// Reads the sections and registers each as the plain record that use cases take. A record that is registered already is
    /// not read.
    /// </summary>
    /// <exception cref="SettingsException">Lists all problems of all sections.</exception>
    public static IServiceCollection AddSettings(
        this IServiceCollection services, IConfiguration configuration, IReadOnlyList<SettingsSection> sections)
    {
        var read = new ReadSettings(configuration);
        foreach (var section in sections.Where(section => services.All(service => service.ServiceType != section.Type)).ToList())
            services.Add(ServiceDescriptor.Singleton(section.Type, read.Read(section)));
        if (sections.Any(section => section.Type == typeof(SqliteSettings)))
            read.RequireOneOf(SettingsSections.MetadataStores);
        read.FindUnknown(SettingsSections.All);
        return read.Problems.Count == 0 ? services : throw new SettingsException(read.Problems);
    }

    /// <summary>Checks settings that depend on each other.</summary>
    /// <param name="isDevelopment">Whether this is a developer's machine.</param>
    /// <exception cref="SettingsException">They contradict each other, or are not allowed in production.</exception>
    public static void RequireScanner(this IServiceProvider services, bool isDevelopment)
    {
        var problems = ScannerServices.Problems(services.GetRequiredService<ScannerSettings>(), services.GetRequiredService<ClamAvSettings>(), isDevelopment);
        if (problems.Count > 0)
            throw new SettingsException(problems);
    }
}
