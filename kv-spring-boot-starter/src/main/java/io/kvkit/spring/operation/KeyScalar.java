package io.kvkit.spring.operation;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The text of single values in keys, and which types have one. */
final class KeyScalar {

    /** The text of the empty text, so that a list of one empty text is not the empty list. */
    private static final String EMPTY = "\\e";

    private static final ClassValue<Boolean> HAS_TO_STRING = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("toString").getDeclaringClass() != Object.class;
            } catch (NoSuchMethodException e) {
                return false;
            }
        }
    };

    private KeyScalar() {}

    /** Whether the value is of a type that most keys are, and certainly no composite. */
    static boolean isCommon(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Integer;
    }

    /** Whether values that are declared with this type can be part of a key; when in doubt, yes. */
    static boolean mayHaveText(Class<?> type) {
        boolean open = type.isInterface() || type == Object.class || Modifier.isAbstract(type.getModifiers());
        boolean composite = type.isArray()
                || type.isPrimitive()
                || type.isRecord()
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || Optional.class == type;
        return open || composite || HAS_TO_STRING.get(type);
    }

    /**
     * The text of a value that is no composite.
     *
     * @throws NoKeyTextException if it has none
     */
    static String text(Object value) {
        if (isCommon(value)) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof BigDecimal number) {
            return decimal(number);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            return hex(buffer.duplicate());
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof Locale locale) {
            return locale.toLanguageTag();
        }
        return value instanceof Date || value instanceof Calendar ? moment(value) : ownText(value);
    }

    /** The text with everything escaped that composites and scopes are written with. */
    static String escape(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text.charAt(i))) {
                return escapeFrom(text, i);
            }
        }
        return text;
    }

    private static String escapeFrom(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static boolean isSpecial(char c) {
        return c == '\\' || c == ',' || c == '[' || c == ']' || c == '|';
    }

    private static String ownText(Object value) {
        if (!HAS_TO_STRING.get(value.getClass())) {
            throw NoKeyTextException.unsupported(value.getClass().getName());
        }
        return value.toString();
    }

    // ByteBuffer.toString() tells of its position only.
    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // Date.toString() drops the milliseconds, and the time zone of the machine shows in it.
    private static String moment(Object value) {
        if (value instanceof Calendar calendar) {
            return calendar.toInstant() + "@" + calendar.getTimeZone().getID();
        }
        String type = value.getClass().getName();
        boolean onlyDateOrTime = type.equals("java.sql.Date") || type.equals("java.sql.Time");
        return onlyDateOrTime ? value.toString() : ((Date) value).toInstant().toString();
    }

    // 1, 1.0 and 1.00 are one number; the plain text of 1E+999999999 would fill the memory.
    private static String decimal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= 64 ? stripped.toPlainString() : stripped.toString();
    }
}
