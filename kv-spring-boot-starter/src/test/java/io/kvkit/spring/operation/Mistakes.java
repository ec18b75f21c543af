package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the classes with mistakes in a test, and checks what is said about them. */
public final class Mistakes {

    private Mistakes() {}

    public static Stream<Class<?>> in(Class<?> test) {
        return Arrays.stream(test.getDeclaredClasses()).filter(type -> type.isAnnotationPresent(Refused.class));
    }

    public static void assertRefused(Class<?> type) {
        OperationSource source = Sources.plain();
        String message = Objects.requireNonNull(type.getAnnotation(Refused.class))
                .value()
                .replace("HERE", type.getName())
                .replace("PKG", type.getPackageName());
        assertThat(refusal(source, type)).as(type.getSimpleName()).hasMessage(message);
        assertThat(refusal(source, type)).as("the second time").hasMessage(message);
        assertThat(refusal(source, type).type()).isEqualTo(type);
    }

    private static KvConfigurationException refusal(OperationSource source, Class<?> type) {
        return catchThrowableOfType(KvConfigurationException.class, () -> source.validate(type));
    }
}
