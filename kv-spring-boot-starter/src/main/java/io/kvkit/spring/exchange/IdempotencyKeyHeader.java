package io.kvkit.spring.exchange;

import io.kvkit.recipe.once.IdempotencyKeyInvalidException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an idempotency key from a header. The quoted form of RFC 9651 ({@code "8e03978e"}), whose parameters are
 * ignored, and the bare form ({@code 8e03978e}) are the same key.
 */
public final class IdempotencyKeyHeader {

    /** The maximum length of a key in characters. */
    public static final int MAX_LENGTH = 255;

    private static final int MAX_PARAMETERS = 1_000;

    // RFC 9651 requires that unknown parameters are ignored.
    private static final Pattern PARAMETERS = Pattern.compile("(; *[a-z*][a-z0-9_.*-]*"
            + "(=(\"([ !#-\\[\\]-~]|\\\\[\"\\\\])*\"|%\"[ !#-~]*\"|[!#-&'*+./0-9:=?@A-Z^_`a-z|~-]+))?)*+");

    private final String name;

    private IdempotencyKeyHeader(String name) {
        this.name = name;
    }

    /**
     * Returns the key in a header of the request; null if the header is absent.
     *
     * @throws IdempotencyKeyInvalidException if it is empty, longer than {@value #MAX_LENGTH} characters, badly quoted,
     *     contains other characters than visible ASCII, or if there are two values
     */
    public static @Nullable String read(Exchange exchange, String name) {
        return parse(exchange.headers(name), name);
    }

    /** Returns the key in the values of a header; see {@link #read}. */
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
            throw invalid("must be quoted if it contains a comma or a quotation mark");
        }
        return value;
    }

    private String unquoted(String value) {
        StringBuilder key = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                requireParameters(value.substring(i + 1));
                return key.toString();
            }
            if (c == '\\') {
                c = ++i < value.length() ? value.charAt(i) : 0;
                if (c != '"' && c != '\\') {
                    throw invalid("has a backslash that escapes nothing");
                }
            }
            key.append(c);
        }
        throw invalid("must end with a quotation mark because it starts with one");
    }

    private void requireParameters(String text) {
        if (text.length() > MAX_PARAMETERS || !PARAMETERS.matcher(text).matches()) {
            throw invalid("must be one quoted string");
        }
    }

    private String checked(String key) {
        if (key.isEmpty()) {
            throw invalid("must not be empty");
        }
        if (key.length() > MAX_LENGTH) {
            throw invalid("must have at most " + MAX_LENGTH + " characters, but has " + key.length());
        }
        if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw invalid("must contain only visible ASCII characters");
        }
        return key;
    }

    private IdempotencyKeyInvalidException invalid(String reason) {
        return new IdempotencyKeyInvalidException("The header " + name + " " + reason);
    }
}
