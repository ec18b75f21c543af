package io.kvkit.spring.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A SHA-256 over texts and JSON values, each with its kind and length, so that no two sequences run together. */
final class CanonicalDigest {

    private final MessageDigest sha256 = Sha256.begin();

    void count(int count) {
        sha256.update(ByteBuffer.allocate(4).putInt(count).flip());
    }

    // Digests chars, because half a surrogate pair has no bytes of its own in any charset.
    void text(String text) {
        ByteBuffer chars = ByteBuffer.allocate(2 * text.length());
        chars.asCharBuffer().put(text);
        part('s', chars.array());
    }

    void textOrNone(@Nullable String text) {
        if (text == null) {
            sha256.update((byte) '-');
        } else {
            text(text);
        }
    }

    void content(byte[] bytes) {
        part('x', bytes);
    }

    void stream(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sha256.update(buffer, 0, read);
        }
    }

    void fields(Map<String, ? extends List<? extends @Nullable String>> fields) {
        count(fields.size());
        new TreeMap<String, List<? extends @Nullable String>>(fields).forEach((name, values) -> {
            text(name);
            count(values.size());
            values.forEach(this::textOrNone);
        });
    }

    void node(JsonNode node) {
        if (node.isObject()) {
            object(node);
        } else if (node.isArray()) {
            sha256.update((byte) 'a');
            count(node.size());
            node.forEach(this::node);
        } else if (node.isNumber()) {
            part('n', number(node).getBytes(StandardCharsets.UTF_8));
        } else if (node.isString()) {
            text(node.stringValue());
        } else if (node.isBinary()) {
            part('b', node.binaryValue());
        } else {
            part('l', node.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    byte[] bytes() {
        return sha256.digest();
    }

    private void object(JsonNode node) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        sha256.update((byte) 'o');
        count(sorted.size());
        sorted.forEach((name, value) -> {
            text(name);
            node(value);
        });
    }

    // Never the plain form: 1e1000000000 has a billion digits.
    private static String number(JsonNode node) {
        return node.decimalValueOpt().map(CanonicalDigest::number).orElseGet(node::toString);
    }

    private static String number(BigDecimal value) {
        try {
            BigDecimal shortest = value.stripTrailingZeros();
            return shortest.unscaledValue() + "e" + -(long) shortest.scale();
        } catch (ArithmeticException noExponentIsLargeEnough) {
            return value.toString();
        }
    }

    private void part(char kind, byte[] bytes) {
        sha256.update((byte) kind);
        count(bytes.length);
        sha256.update(bytes);
    }
}
