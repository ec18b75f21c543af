package io.kvkit.recipe;

import io.kvkit.store.Blank;
import io.kvkit.store.KeyEscape;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes keys of basic types, whose text identifies them, and lists of these. */
final class BasicKeys implements KeyWriter {

    // No text contains this, because a backslash in a text precedes the character that it escapes.
    private static final String NULL = "\\0";
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            UUID.class);

    @Override
    public String text(Area area, @Nullable Object key) {
        if (key instanceof List<?> parts) {
            return parts.stream().map(part -> text(area, part)).collect(Collectors.joining(",", "[", "]"));
        }
        if (key != null && !PLAIN.contains(key.getClass())) {
            throw new IllegalArgumentException("A key of type " + key.getClass().getName()
                    + " has no text. Use text, whole numbers, booleans, UUIDs, or a list of these");
        }
        if (area != Area.CACHE && (key == null || Blank.is(key.toString()))) {
            throw new IllegalArgumentException("The key, or a part of it, is null or blank and identifies nothing");
        }
        return key == null ? NULL : KeyEscape.of(key.toString());
    }
}
