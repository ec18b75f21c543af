package io.kvkit.spring.operation;

import java.util.function.Function;

/**
 * Says how values of a type of the application's own are written in keys. A bean of this type makes the type one that keys
 * may hold, and comes before what kvkit knows.
 *
 * <pre>{@code
 * @Bean
 * KvKeyText<Money> moneyInKeys() {
 *     return KvKeyText.of(Money.class, money -> money.currency() + " " + money.cents());
 * }
 * }</pre>
 *
 * @param <T> the type
 */
public interface KvKeyText<T> {

    /** The type; its subtypes are written in the same way. */
    Class<T> type();

    /**
     * The text of a value: the same for equal values, another for every other. Blank if the value identifies nothing.
     *
     * @param value the value; never null
     */
    String text(T value);

    /** The texts that a function gives. */
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
