package io.kvkit.spring.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses IP addresses strictly and without a name server. */
public final class IpLiteral {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private IpLiteral() {}

    // The prefix for translated IPv4 addresses in RFC 6052: 64:ff9b::/96.
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    /**
     * Returns the address in a text; null if the text is none. An IPv4 address in IPv6 form, mapped or translated, is
     * returned as an IPv4 address.
     */
    public static @Nullable InetAddress parse(String text) {
        int zone = text.indexOf('%');
        String literal = zone > 0 ? text.substring(0, zone) : text;
        boolean v6 = literal.indexOf(':') >= 0 && V6.matcher(literal).matches();
        if (!v6 && !V4.matcher(literal).matches()) {
            return null;
        }
        try {
            return plain(InetAddress.getByName(literal));
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    private static InetAddress plain(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        boolean translated = bytes.length == 16 && Arrays.equals(bytes, 0, 12, TRANSLATED, 0, 12);
        return translated ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : address;
    }

    /**
     * Returns the network of one client: an IPv4 address itself, or the /64 network of an IPv6 address, because a
     * client has all of its addresses. Other text is returned unchanged.
     */
    public static String network(String address) {
        InetAddress parsed = parse(address);
        if (!(parsed instanceof Inet6Address)) {
            return parsed == null ? address : parsed.getHostAddress();
        }
        byte[] bytes = parsed.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
