package io.kvkit.spring;

import java.util.function.Function;

/**
 * Defines how values of one of the application's types are written in keys. A bean of this interface allows the type in
 * keys and takes precedence over the built-in forms. It must be safe for use by several threads.
 *
 * <pre>{@code
 * @Bean
 * KvKeyText<Money> moneyInKeys() {
 *     return KvKeyText.of(Money.class, money -> money.currency() + " " + money.cents());
 * }
 * }</pre>
 *
 * @param <T> the type
 * @since 0.1
 */
public interface KvKeyText<T> {

    /** Returns the type. Its subtypes are written in the same way. */
    Class<T> type();

    /**
     * Returns the text of a value: the same for equal values, a different one for different values. A blank text means
     * that the value identifies nothing.
     *
     * @param value the value; never null
     */
    String text(T value);

    /** Creates a key text from a function. */
    static <T> KvKeyText<T> of(Class<T> type, Function<? super T, String> text) {
        return new KvKeyText<>() {
            @Override
            public Class<T> type() {
                return type;
            }

            @Override
            public String text(T value) {
                return text.apply(value);
            }
        };
    }
}
