package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.equality.OwnEquals;
import io.kvkit.spring.operation.key.text.KeyForm.Single;
import io.kvkit.store.KeyEscape;
import java.io.File;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;

/**
 * The types of the JDK whose values are written as one text. Some {@code toString()} methods omit state or add to it.
 */
final class SingleValues {

    /** Their toString() contains the complete state and nothing else. */
    private static final Set<Class<?>> PLAIN = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Character.class,
            BigInteger.class,
            UUID.class,
            Currency.class,
            Method.class);

    private static final Map<Class<?>, Function<Object, String>> TEXTS = texts();

    private SingleValues() {}

    /** Returns the form of the type's values; null if the type is not one of these. */
    static @Nullable KeyForm form(Class<?> type) {
        if (PLAIN.contains(type) || isTime(type)) {
            return new Single(Object::toString);
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return new Single(Object::toString);
        }
        for (Map.Entry<Class<?>, Function<Object, String>> each : TEXTS.entrySet()) {
            if (each.getKey().isAssignableFrom(type) && !isChanged(type, each.getKey())) {
                return new Single(each.getValue());
            }
        }
        return Moments.form(type);
    }

    private static boolean isChanged(Class<?> type, Class<?> known) {
        return !OwnEquals.isOfJdk(type)
                && !known.isInterface()
                && OwnEquals.method(type).getDeclaringClass()
                        != OwnEquals.method(known).getDeclaringClass();
    }

    private static Map<Class<?>, Function<Object, String>> texts() {
        Map<Class<?>, Function<Object, String>> texts = new LinkedHashMap<>();
        add(texts, BigDecimal.class, SingleValues::decimal);
        add(texts, byte[].class, HexFormat.of()::formatHex);
        add(texts, ByteBuffer.class, SingleValues::hex);
        texts.put(Class.class, value -> ((Class<?>) value).getName());
        add(texts, Locale.class, SingleValues::locale);
        add(texts, Charset.class, Charset::name);
        add(texts, URI.class, UriText::of);
        add(texts, File.class, File::getPath);
        add(texts, Path.class, SingleValues::path);
        add(texts, InetAddress.class, SingleValues::address);
        add(texts, MimeType.class, MimeTypeText::of);
        return texts;
    }

    private static <T> void add(
            Map<Class<?>, Function<Object, String>> texts, Class<T> type, Function<? super T, String> text) {
        texts.put(type, value -> text.apply(type.cast(value)));
    }

    private static boolean isTime(Class<?> type) {
        return type.getPackageName().startsWith("java.time")
                && (TemporalAccessor.class.isAssignableFrom(type)
                        || TemporalAmount.class.isAssignableFrom(type)
                        || ZoneId.class.isAssignableFrom(type));
    }

    // 1, 1.0 and 1.00 are one number; the plain text of 1E+999999999 would fill the memory.
    private static String decimal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= 64 ? stripped.toPlainString() : stripped.toString();
    }

    // ByteBuffer.toString() contains the position only.
    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // A locale that is not a valid language tag has the same tag as other locales.
    private static String locale(Locale locale) {
        String tag = locale.toLanguageTag();
        return Locale.forLanguageTag(tag).equals(locale)
                ? tag
                : String.join(
                        ",",
                        KeyEscape.of(locale.getLanguage()),
                        KeyEscape.of(locale.getCountry()),
                        KeyEscape.of(locale.getVariant()),
                        tag);
    }

    private static String path(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault())
                ? path.toString()
                : path.toUri().toString();
    }

    // equals() ignores the host name and the network interface.
    private static String address(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }
}
