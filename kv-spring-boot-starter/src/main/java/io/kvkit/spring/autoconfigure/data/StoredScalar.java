package io.kvkit.spring.autoconfigure.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A simple value with its type, as it is stored where the declaration says only {@code Object}.
 *
 * @param type one of the types that are ever read; null if the value is null
 * @param text the text of the value
 */
record StoredScalar(@Nullable Type type, String text) {

    private static final StoredScalar NULL = new StoredScalar(null, "");

    /** The types. The text of a value is its {@code toString}. */
    enum Type {
        STRING(String.class),
        BOOLEAN(Boolean.class),
        SHORT(Short.class),
        INTEGER(Integer.class),
        LONG(Long.class),
        FLOAT(Float.class),
        DOUBLE(Double.class),
        BIG_INTEGER(BigInteger.class),
        BIG_DECIMAL(BigDecimal.class),
        UUID(UUID.class),
        INSTANT(Instant.class),
        LOCAL_DATE(LocalDate.class),
        LOCAL_TIME(LocalTime.class),
        LOCAL_DATE_TIME(LocalDateTime.class),
        OFFSET_DATE_TIME(OffsetDateTime.class),
        ZONED_DATE_TIME(ZonedDateTime.class),
        DATE(Date.class);

        private final Class<?> known;

        Type(Class<?> known) {
            this.known = known;
        }

        private Object read(String text) {
            return switch (this) {
                case STRING -> text;
                case BOOLEAN -> Boolean.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BIG_INTEGER -> new BigInteger(text);
                case BIG_DECIMAL -> new BigDecimal(text);
                case UUID -> java.util.UUID.fromString(text);
                case INSTANT -> Instant.parse(text);
                case LOCAL_DATE -> LocalDate.parse(text);
                case LOCAL_TIME -> LocalTime.parse(text);
                case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
                case OFFSET_DATE_TIME -> OffsetDateTime.parse(text);
                case ZONED_DATE_TIME -> ZonedDateTime.parse(text);
                case DATE -> Date.from(Instant.parse(text));
            };
        }

        private static Type of(Class<?> known) {
            for (Type type : values()) {
                if (type.known == known) {
                    return type;
                }
            }
            throw new IllegalArgumentException("A key of " + known.getName() + " cannot be stored");
        }
    }

    /**
     * Returns a value as it is stored.
     *
     * @throws IllegalArgumentException if its type is none of those that are ever read
     */
    static StoredScalar of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        Type type = Type.of(value.getClass());
        return new StoredScalar(
                type, value instanceof Date date ? date.toInstant().toString() : value.toString());
    }

    @Nullable
    Object value() {
        return type == null ? null : type.read(text);
    }
}
