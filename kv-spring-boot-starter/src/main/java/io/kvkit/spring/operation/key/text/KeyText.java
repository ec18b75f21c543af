package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.None;
import io.kvkit.spring.operation.key.text.KeyForm.Single;
import io.kvkit.store.Blank;
import io.kvkit.store.KeyEscape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as text: equal values have the same text, different values different ones.
 *
 * <p>A single value is written as its own escaped text, so 1, 1L and "1" are one key. A value with parts is written as
 * {@code [a,b]}, after a mark if it is no list. Brackets and commas inside texts are escaped, so two values with
 * different parts never have the same text.
 */
public final class KeyText {

    /** The text of an empty list: the key that all calls have in common. */
    public static final String NOTHING = "[]";

    // No text contains this, because a backslash in a text is always followed by the character that it escapes.
    private static final String NULL = "\\0";
    private static final int MAX_DEPTH = 32;

    /** The meaning of null and blank as a key or as a part of one. */
    public enum Nulls {
        /** Null and blank are values like any other. */
        VALUE,
        /** Null and blank identify nothing, so the key is missing. */
        MISSING
    }

    private final Nulls nulls;
    private final KeyForms forms;

    /** Creates a writer. */
    public KeyText(Nulls nulls, KeyForms forms) {
        this.nulls = nulls;
        this.forms = forms;
    }

    /**
     * Returns the text of a value; null if the value, or a part of it, is missing.
     *
     * @throws NoKeyTextException if the value, or a part of it, has no text
     */
    @Nullable
    public String of(@Nullable Object value) {
        try {
            return part(value, 0);
        } catch (NoKeyTextException e) {
            if (e.isNullPart()) {
                return null;
            }
            throw e;
        }
    }

    private String part(@Nullable Object wrapped, int depth) {
        if (depth > MAX_DEPTH) {
            throw NoKeyTextException.unsupported("something nested deeper than " + MAX_DEPTH + " levels");
        }
        if (wrapped != null && isCommon(wrapped)) {
            return single(wrapped.toString());
        }
        Object value = PlainValue.of(wrapped);
        if (value != null) {
            return text(value, depth);
        }
        if (nulls == Nulls.MISSING) {
            throw NoKeyTextException.nullPart();
        }
        return NULL;
    }

    private String text(Object value, int depth) {
        if (isCommon(value)) {
            return single(value.toString());
        }
        KeyForm form = forms.of(value.getClass());
        if (form instanceof Single single) {
            return single(single.text().apply(value));
        }
        if (form instanceof Composite composite) {
            return composite.mark() + list(composite, value, depth + 1);
        }
        throw NoKeyTextException.unsupported(value.getClass().getName() + ", which " + ((None) form).reason());
    }

    // Most keys: they are not wrapped, and no application defines how they are written.
    private static boolean isCommon(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Integer;
    }

    private String single(String text) {
        if (nulls == Nulls.MISSING && Blank.is(text)) {
            throw NoKeyTextException.nullPart();
        }
        return KeyEscape.of(text);
    }

    private String list(Composite composite, Object value, int depth) {
        Collection<?> parts = parts(composite, value);
        List<String> texts = new ArrayList<>(parts.size());
        for (Object part : parts) {
            texts.add(part(part, depth));
        }
        if (!composite.ordered()) {
            texts.sort(null);
        }
        return "[" + String.join(",", texts) + "]";
    }

    private static Collection<?> parts(Composite composite, Object value) {
        try {
            return composite.parts().apply(value);
        } catch (NoKeyTextException e) {
            throw e;
        } catch (RuntimeException e) {
            throw NoKeyTextException.unsupported(value.getClass().getName() + ", whose parts cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
