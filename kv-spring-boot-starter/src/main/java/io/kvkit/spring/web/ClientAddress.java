package io.kvkit.spring.web;

import io.kvkit.spring.exchange.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request when trusted proxies stand in between.
 *
 * <p>{@code X-Forwarded-For} and {@code Forwarded} are walked from right to left, only as long as the address so far is
 * a trusted proxy's; what is no address ends the walk. When both headers are there and disagree, neither is believed,
 * because a proxy that maintains the one lets anything pass in the other.
 */
public final class ClientAddress {

    private static final String UNKNOWN = "0.0.0.0";

    private final List<Cidr> trusted;

    /**
     * Makes a finder that trusts these proxies.
     *
     * @param trustedProxies addresses or networks as {@code 10.0.0.0/8} or {@code fd00::/8}; empty to trust none
     * @throws IllegalArgumentException if one of them is neither
     */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(Cidr::parse).toList();
    }

    /**
     * The client's address.
     *
     * @param remote the address of the connection's other end, as the application's forwarding settings leave it
     * @param headers gives all values of a header in order
     */
    public String of(@Nullable String remote, Function<String, List<String>> headers) {
        InetAddress peer = remote == null ? null : IpLiteral.parse(remote);
        if (peer == null) {
            return remote == null ? UNKNOWN : remote;
        }
        return (isTrusted(peer) ? behind(peer, headers) : peer).getHostAddress();
    }

    private InetAddress behind(InetAddress peer, Function<String, List<String>> headers) {
        List<String> xff = headers.apply("X-Forwarded-For");
        List<String> forwarded = headers.apply("Forwarded");
        if (xff.isEmpty() || forwarded.isEmpty()) {
            return walk(peer, xff.isEmpty() ? forwardedHops(forwarded) : split(xff, ','));
        }
        InetAddress one = walk(peer, split(xff, ','));
        return Objects.equals(one, walk(peer, forwardedHops(forwarded))) ? one : peer;
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

    private static List<String> forwardedHops(List<String> values) {
        return split(values, ',').stream().map(ClientAddress::forParameter).toList();
    }

    private static String forParameter(String element) {
        for (String parameter : split(List.of(element), ';')) {
            if (parameter.toLowerCase(Locale.ROOT).startsWith("for=")) {
                return unquote(parameter.substring(4));
            }
        }
        return "";
    }

    private static String unquote(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
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

    // Empty elements count: they end the walk as any other malformed hop.
    private static List<String> split(List<String> values, char separator) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            boolean quoted = false;
            int start = 0;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                quoted ^= c == '"';
                if (c == separator && !quoted) {
                    parts.add(value.substring(start, i).strip());
                    start = i + 1;
                }
            }
            parts.add(value.substring(start).strip());
        }
        return parts;
    }
}
