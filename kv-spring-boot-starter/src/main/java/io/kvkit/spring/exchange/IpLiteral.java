package io.kvkit.spring.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses from text strictly and without ever asking a name server. */
public final class IpLiteral {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private IpLiteral() {}

    /** The address that a text is; null if it is none. An IPv4 address in IPv6 form is an IPv4 address. */
    public static @Nullable InetAddress parse(String text) {
        int zone = text.indexOf('%');
        String literal = zone > 0 ? text.substring(0, zone) : text;
        boolean v6 = literal.indexOf(':') >= 0 && V6.matcher(literal).matches();
        if (!v6 && !V4.matcher(literal).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /**
     * What one client can be held responsible for: an IPv4 address itself, of an IPv6 address the /64 network, because a
     * client has all of its addresses. Other text stays as it is.
     */
    public static String network(String address) {
        if (!(parse(address) instanceof Inet6Address v6)) {
            return address;
        }
        byte[] bytes = v6.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
