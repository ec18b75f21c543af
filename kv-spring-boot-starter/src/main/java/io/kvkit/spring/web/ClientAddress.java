package io.kvkit.spring.web;

import io.kvkit.spring.exchange.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines the address of a client behind trusted proxies. Immutable and safe for use by several threads.
 *
 * <p>It walks a header from right to left as long as the current address belongs to a trusted proxy. An element that is
 * no address ends the walk. It reads only the header that the proxies write, because they pass the other one unchecked.
 */
public final class ClientAddress {

    private static final String UNKNOWN = "0.0.0.0";

    private final List<Cidr> trusted;
    private final @Nullable ForwardedHeader believed;

    /**
     * Creates an instance that trusts these proxies.
     *
     * @param trustedProxies addresses or networks such as {@code 10.0.0.0/8} or {@code fd00::/8}; empty to trust none
     * @param believed the header that the proxies write; null for {@code X-Forwarded-For}, or {@code Forwarded} if a
     *     request has only that one
     * @throws IllegalArgumentException if an element is neither an address nor a network
     */
    public ClientAddress(List<String> trustedProxies, @Nullable ForwardedHeader believed) {
        this.trusted = trustedProxies.stream().map(Cidr::parse).toList();
        this.believed = believed;
    }

    /**
     * Returns the client's address.
     *
     * @param remote the remote address of the connection, as the application's forwarding settings leave it
     * @param headers returns all values of a header in order
     */
    public String of(@Nullable String remote, Function<String, List<String>> headers) {
        InetAddress peer = remote == null ? null : IpLiteral.parse(remote);
        if (peer == null) {
            return remote == null ? UNKNOWN : remote;
        }
        return (isTrusted(peer) ? behind(peer, headers) : peer).getHostAddress();
    }

    private InetAddress behind(InetAddress peer, Function<String, List<String>> headers) {
        if (believed != null) {
            return walk(peer, believed.hops(headers));
        }
        List<String> hops = ForwardedHeader.X_FORWARDED_FOR.hops(headers);
        return walk(peer, hops.isEmpty() ? ForwardedHeader.FORWARDED.hops(headers) : hops);
    }

    private InetAddress walk(InetAddress peer, List<String> hops) {
        InetAddress client = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            InetAddress hop = address(hops.get(i));
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    // Proxies add ports: 192.0.2.1:4711, [2001:db8::1]:4711
    private static @Nullable InetAddress address(String hop) {
        int bracket = hop.indexOf(']');
        if (hop.startsWith("[") && bracket > 0) {
            String port = hop.substring(bracket + 1);
            return port.matches("(:\\d{1,5})?") ? IpLiteral.parse(hop.substring(1, bracket)) : null;
        }
        int colon = hop.indexOf(':');
        boolean port = colon > 0
                && colon == hop.lastIndexOf(':')
                && hop.substring(colon).matches(":\\d{1,5}");
        return IpLiteral.parse(port ? hop.substring(0, colon) : hop);
    }
}
