package io.kvkit.spring.web;

import io.kvkit.spring.exchange.IpLiteral;
import java.net.InetAddress;

/**
 * A network of IP addresses.
 *
 * @param address the network's address
 * @param bits how many leading bits belong to the network
 */
record Cidr(byte[] address, int bits) {

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpLiteral.parse((slash < 0 ? text : text.substring(0, slash)).strip());
        if (address == null) {
            throw invalid(text);
        }
        byte[] bytes = address.getAddress();
        // IPv4 in IPv6 form: its bits are the last ones.
        int before = bytes.length == 4 && text.indexOf(':') >= 0 ? 96 : 0;
        int all = before + bytes.length * 8;
        return new Cidr(bytes, (slash < 0 ? all : bits(text, slash, before, all)) - before);
    }

    private static int bits(String text, int slash, int least, int most) {
        String bits = text.substring(slash + 1).strip();
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) < least || Integer.parseInt(bits) > most) {
            throw invalid(text);
        }
        return Integer.parseInt(bits);
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int mask = 0xff00 >> (bits % 8) & 0xff;
        return mask == 0 || (bytes[whole] & mask) == (address[whole] & mask);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no trusted proxy: write an address or a network, as 10.0.0.0/8 or fd00::/8");
    }
}
