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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simple value with its type, as it is stored where the declaration says only {@code Object}.
 *
 * @param type one of the types that are ever read; null if the value is null
 * @param text the text of the value
 */
record StoredScalar(@Nullable Type type, String text) {

    private static final StoredScalar NULL = new StoredScalar(null, "");

    /** The types, each with how a text is read. That of a value is its {@code toString}. */
    enum Type {
        STRING(String.class, text -> text),
        BOOLEAN(Boolean.class, Boolean::valueOf),
        SHORT(Short.class, Short::valueOf),
        INTEGER(Integer.class, Integer::valueOf),
        LONG(Long.class, Long::valueOf),
        FLOAT(Float.class, Float::valueOf),
        DOUBLE(Double.class, Double::valueOf),
        BIG_INTEGER(BigInteger.class, BigInteger::new),
        BIG_DECIMAL(BigDecimal.class, BigDecimal::new),
        UUID(UUID.class, java.util.UUID::fromString),
        INSTANT(Instant.class, Instant::parse),
        LOCAL_DATE(LocalDate.class, LocalDate::parse),
        LOCAL_TIME(LocalTime.class, LocalTime::parse),
        LOCAL_DATE_TIME(LocalDateTime.class, LocalDateTime::parse),
        OFFSET_DATE_TIME(OffsetDateTime.class, OffsetDateTime::parse),
        ZONED_DATE_TIME(ZonedDateTime.class, ZonedDateTime::parse),
        DATE(Date.class, text -> Date.from(Instant.parse(text)));

        private final Class<?> known;
        private final Function<String, Object> reading;

        Type(Class<?> known, Function<String, Object> reading) {
            this.known = known;
            this.reading = reading;
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
        return type == null ? null : type.reading.apply(text);
    }
}
