package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisURI;
import java.util.List;

/** Translates between settings and the URIs of Lettuce. */
final class RedisUris {

    private RedisUris() {}

    static LettuceSettingsBuilder parse(String text) {
        try {
            return settings(RedisURI.create(text));
        } catch (RuntimeException e) {
            // Without the cause: its message contains the URI, which may contain a password.
            throw new IllegalArgumentException(
                    "The Redis URI cannot be parsed. Use redis://user:password@host:port/database,"
                            + " or rediss:// for TLS");
        }
    }

    private static LettuceSettingsBuilder settings(RedisURI uri) {
        LettuceSettingsBuilder settings =
                LettuceSettings.of(topology(uri)).database(uri.getDatabase()).clientName(uri.getClientName());
        var credentials = uri.getCredentialsProvider().resolveCredentials().block();
        if (credentials != null && credentials.hasPassword()) {
            settings.credentials(credentials.getUsername(), new String(credentials.getPassword()));
        }
        if (!uri.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION)) {
            settings.timeout(uri.getTimeout());
        }
        return uri.isSsl() ? settings.tls(RedisTls.DEFAULT) : settings;
    }

    /** Returns the URI of a server that holds keys. */
    static RedisURI server(LettuceSettings settings, Address address) {
        RedisURI.Builder uri = address(settings, address).withDatabase(settings.database());
        withCredentials(uri, settings.credentials());
        return uri.build();
    }

    /** Returns the URI of a Sentinel. */
    static RedisURI sentinel(LettuceSettings settings, Address address) {
        RedisURI.Builder uri = address(settings, address);
        withCredentials(uri, settings.sentinelCredentials());
        return uri.build();
    }

    private static RedisURI.Builder address(LettuceSettings settings, Address address) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.host())
                .withPort(address.port())
                .withSsl(settings.encrypted())
                .withTimeout(settings.connectTimeout());
        return settings.clientName() == null ? uri : uri.withClientName(settings.clientName());
    }

    private static void withCredentials(RedisURI.Builder uri, Credentials credentials) {
        String password = credentials.password();
        if (password == null) {
            return;
        }
        if (credentials.username() == null) {
            uri.withPassword(password.toCharArray());
        } else {
            uri.withAuthentication(credentials.username(), password.toCharArray());
        }
    }

    private static RedisTopology topology(RedisURI uri) {
        if (uri.getSentinels().isEmpty()) {
            return new RedisTopology.Standalone(new Address(uri.getHost(), uri.getPort()));
        }
        List<Address> nodes = uri.getSentinels().stream()
                .map(node -> new Address(node.getHost(), node.getPort()))
                .toList();
        return new RedisTopology.Sentinel(uri.getSentinelMasterId(), nodes);
    }
}
