package io.kvkit.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A Redis server program that lies in a test dependency and runs on this machine without being installed.
 *
 * <p>Only the programs of those jars are used: both jars hold Java classes of the same names.
 */
public enum RedisBinary {
    /** Redis 7.0, linked statically; from {@code org.signal:embedded-redis}. */
    CURRENT(
            "7.0",
            Map.of(
                    "linux-amd64", "/redis-server-7.0.15-linux-amd64",
                    "linux-arm64", "/redis-server-7.0.15-linux-arm64",
                    "darwin-amd64", "/redis-server-7.0.15-darwin-amd64",
                    "darwin-arm64", "/redis-server-7.0.15-darwin-arm64")),
    /**
     * Redis 6.2, the oldest server that is supported; from {@code com.github.codemonstur:embedded-redis}. It needs the
     * system's libssl 3.
     */
    OLDEST(
            "6.2",
            Map.of(
                    "linux-amd64", "/redis-server-6.2.6-v5-linux-amd64",
                    "linux-arm64", "/redis-server-6.2.7-linux-arm64",
                    "darwin-amd64", "/redis-server-6.2.6-v5-darwin-amd64",
                    "darwin-arm64", "/redis-server-6.2.6-v5-darwin-arm64"));

    private final String version;
    private final Map<String, String> resources;

    RedisBinary(String version, Map<String, String> resources) {
        this.version = version;
        this.resources = resources;
    }

    /** The version as major.minor. */
    public String version() {
        return version;
    }

    /** The program, unpacked when first asked for. */
    synchronized Path program() {
        String platform = platform();
        String resource = resources.get(platform);
        if (resource == null) {
            throw new IllegalStateException("No Redis " + version + " program for " + platform
                    + ": run the tests on Linux or macOS, or set KV_TEST_REDIS_URI and leave out the tests that"
                    + " start servers of their own");
        }
        Path program = TestProcess.Root.PATH.resolve(resource.substring(1));
        try (InputStream in = RedisBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No " + resource + " on the class path: add the test dependencies"
                        + " org.signal:embedded-redis and com.github.codemonstur:embedded-redis");
            }
            if (Files.notExists(program)) {
                Files.copy(in, program);
                program.toFile().setExecutable(true);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "darwin" : os.split(" ", 2)[0]) + "-"
                + switch (arch) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                };
    }
}
