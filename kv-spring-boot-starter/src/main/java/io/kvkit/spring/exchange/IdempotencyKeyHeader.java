package io.kvkit.spring.exchange;

import io.kvkit.idempotency.IdempotencyKeyInvalidException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an idempotency key from a header: the quoted form of RFC 8941 ({@code "8e03978e"}) or the bare form
 * ({@code 8e03978e}), which are the same key.
 */
public final class IdempotencyKeyHeader {

    /** The longest key in characters. */
    public static final int MAX_LENGTH = 255;

    private final String name;

    private IdempotencyKeyHeader(String name) {
        this.name = name;
    }

    /**
     * The key in a header of the request; null if the header is absent.
     *
     * @throws IdempotencyKeyInvalidException if it is empty, longer than {@value #MAX_LENGTH} characters, badly quoted, holds
     *     anything else than visible ASCII characters, or if there are two values
     */
    public static @Nullable String read(Exchange exchange, String name) {
        return parse(exchange.headers(name), name);
    }

    /** The key in the values of a header; see {@link #read}. */
    public static @Nullable String parse(List<String> values, String name) {
        if (values.isEmpty()) {
            return null;
        }
        IdempotencyKeyHeader header = new IdempotencyKeyHeader(name);
        if (values.size() > 1) {
            throw header.invalid("must have one value, but has " + values.size());
        }
        String value = values.get(0).strip();
        return header.checked(value.startsWith("\"") ? header.unquoted(value) : header.bare(value));
    }

    private String bare(String value) {
        if (value.indexOf('"') >= 0 || value.indexOf(',') >= 0) {
            throw invalid("must be quoted if it holds a comma or a quotation mark");
        }
        return value;
    }

    private String unquoted(String value) {
        StringBuilder key = new StringBuilder(value.length());
        int end = value.length() - 1;
        for (int i = 1; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"') {
                throw invalid("must be one quoted string");
            }
            if (c == '\\') {
                c = ++i < end ? value.charAt(i) : 0;
                if (c != '"' && c != '\\') {
                    throw invalid("has a backslash that escapes nothing");
                }
            }
            key.append(c);
        }
        if (end < 1 || value.charAt(end) != '"') {
            throw invalid("must end with a quotation mark as it starts with one");
        }
        return key.toString();
    }

    private String checked(String key) {
        if (key.isEmpty()) {
            throw invalid("must not be empty");
        }
        if (key.length() > MAX_LENGTH) {
            throw invalid("must have at most " + MAX_LENGTH + " characters, but has " + key.length());
        }
        if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw invalid("must hold visible ASCII characters only");
        }
        return key;
    }

    private IdempotencyKeyInvalidException invalid(String reason) {
        return new IdempotencyKeyInvalidException("The header " + name + " " + reason);
    }
}
