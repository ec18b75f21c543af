package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.KvPropertyException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/** The address in properties such as {@code kv.redis.*}; by default, the server on this machine. */
public final class PropertiesKvConnectionDetails implements KvConnectionDetails {

    private final String root;
    private final RedisProperties properties;
    private final @Nullable RedisAddress uri;
    private final @Nullable SslBundles bundles;

    /**
     * Reads the properties.
     *
     * @param root the prefix of their names
     */
    public PropertiesKvConnectionDetails(String root, RedisProperties properties, @Nullable SslBundles bundles) {
        this.root = root;
        this.properties = properties;
        this.uri = properties.uri() == null ? null : RedisAddress.parse(root + ".uri", properties.uri());
        this.bundles = bundles;
    }

    @Override
    public RedisTopology topology() {
        if (!properties.cluster().nodes().isEmpty()) {
            return new RedisTopology.Cluster(addresses(properties.cluster().nodes()));
        }
        RedisProperties.Sentinel sentinel = properties.sentinel();
        if (!sentinel.nodes().isEmpty()) {
            return new RedisTopology.Sentinel(
                    sentinel.master() == null ? "mymaster" : sentinel.master(), addresses(sentinel.nodes()));
        }
        if (!properties.replicated().nodes().isEmpty()) {
            return new RedisTopology.Replicated(
                    addresses(properties.replicated().nodes()));
        }
        return new RedisTopology.Standalone(uri == null ? address() : new Address(uri.host(), uri.port()));
    }

    @Override
    public @Nullable String username() {
        return uri == null ? properties.username() : uri.username();
    }

    @Override
    public @Nullable String password() {
        return uri == null ? properties.password() : uri.password();
    }

    @Override
    public @Nullable String sentinelUsername() {
        return properties.sentinel().username();
    }

    @Override
    public @Nullable String sentinelPassword() {
        return properties.sentinel().password();
    }

    @Override
    public int database() {
        if (uri != null) {
            return uri.database();
        }
        return properties.database() == null ? 0 : properties.database();
    }

    @Override
    public @Nullable SslBundle sslBundle() {
        RedisProperties.Ssl ssl = properties.ssl();
        boolean named = StringUtils.hasText(ssl.bundle());
        boolean enabled = ssl.enabled() == null ? named || uri != null && uri.tls() : ssl.enabled();
        if (!enabled) {
            return null;
        }
        return named ? bundle(ssl.bundle()) : SslBundle.systemDefault();
    }

    /** Returns the name of these properties in messages. */
    String source() {
        return properties.hasAddress() ? root : "the default address";
    }

    private SslBundle bundle(@Nullable String name) {
        if (bundles == null || name == null) {
            throw new KvPropertyException(
                    root + ".ssl.bundle=" + name + " is set, but there are no SSL bundles", "Define spring.ssl.bundle");
        }
        try {
            return bundles.getBundle(name);
        } catch (NoSuchSslBundleException e) {
            List<String> known = bundles.getBundleNames();
            throw new KvPropertyException(
                    root + ".ssl.bundle=" + name + " is no SSL bundle",
                    (known.isEmpty() ? "Define " : "Write one of " + String.join(", ", known) + ", or define ")
                            + "spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name);
        }
    }

    private Address address() {
        return new Address(
                properties.host() == null ? "localhost" : properties.host(),
                properties.port() == null ? RedisAddress.DEFAULT_PORT : properties.port());
    }

    private static List<Address> addresses(List<String> nodes) {
        return nodes.stream().map(Address::parse).toList();
    }

    @Override
    public String toString() {
        return source() + " at " + topology();
    }
}
