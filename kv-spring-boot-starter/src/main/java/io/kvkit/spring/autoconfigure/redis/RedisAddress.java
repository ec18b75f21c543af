package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.spring.KvPropertyException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A parsed Redis URI: {@code redis://user:password@host:port/database}. Its {@code toString()} shows no secret.
 *
 * @param host the name or address of the server
 * @param port the port; 6379 if the URI has none
 * @param username the user name; null for the default user
 * @param password the password; null for none
 * @param database the logical database; 0 if the URI has none
 * @param tls whether the scheme is {@code rediss}
 */
record RedisAddress(
        String host,
        int port,
        @Nullable String username,
        @Nullable String password,
        int database,
        boolean tls) {

    static final int DEFAULT_PORT = 6_379;

    /**
     * Parses the URI in a property.
     *
     * @throws KvPropertyException if the URI is invalid; the message does not repeat it, because it may contain a
     *     password
     */
    static RedisAddress parse(String property, String text) {
        URI uri = uri(property, text);
        boolean tls = "rediss".equals(uri.getScheme());
        if (!tls && !"redis".equals(uri.getScheme()) || uri.getHost() == null || !isPort(uri.getPort())) {
            throw noUri(property);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new KvPropertyException(
                    property + " has options behind the database",
                    "Leave them out and use " + property.replaceAll("uri$", "timeout") + ", "
                            + property.replaceAll("uri$", "client-name") + " and so on");
        }
        String login = uri.getRawUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        return new RedisAddress(
                uri.getHost().replaceAll("^\\[|]$", ""),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                login == null || colon < 1 ? null : decoded(login.substring(0, colon)),
                login == null ? null : decoded(login.substring(colon + 1)),
                database(property, uri.getPath()),
                tls);
    }

    // A URI without a port has -1, and the syntax of URIs does not limit ports.
    private static boolean isPort(int port) {
        return port == -1 || port >= 1 && port <= 65_535;
    }

    private static URI uri(String property, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause, because its message repeats the URI.
            throw noUri(property);
        }
    }

    private static int database(String property, @Nullable String path) {
        if (!StringUtils.hasText(path) || "/".equals(path)) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(path.substring(1));
        } catch (NumberFormatException e) {
            throw noUri(property);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static KvPropertyException noUri(String property) {
        return new KvPropertyException(
                property + " is not a Redis URI",
                "Write redis://user:password@host:port/database, or rediss:// for TLS, with special characters of the"
                        + " password percent-encoded");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
