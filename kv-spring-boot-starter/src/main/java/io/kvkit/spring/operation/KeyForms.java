package io.kvkit.spring.operation;

import io.kvkit.spring.operation.KeyForm.Composite;
import io.kvkit.spring.operation.KeyForm.None;
import io.kvkit.store.KeyEscape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/** Knows how values are written in keys, by their class: as the application says, else as kvkit knows them. */
final class KeyForms {

    /** Without an application that knows more types. */
    static final KeyForms BUILT_IN = new KeyForms(List::of);

    private final ClassValue<KeyForm> forms = new ClassValue<>() {
        @Override
        protected KeyForm computeValue(Class<?> type) {
            KeyForm own = own(type);
            return own == null ? builtIn(type) : own;
        }
    };

    private final Supplier<List<? extends KvKeyText<?>>> texts;

    private KeyForms(Supplier<List<? extends KvKeyText<?>>> texts) {
        this.texts = texts;
    }

    /** With what the application's beans know; they are asked for when the first key is. */
    @SuppressWarnings("rawtypes")
    static KeyForms of(@Nullable BeanFactory beans) {
        return beans == null
                ? BUILT_IN
                : new KeyForms(() -> beans.getBeanProvider(KvKeyText.class)
                        .orderedStream()
                        .<KvKeyText<?>>map(text -> text)
                        .toList());
    }

    KeyForm of(Class<?> type) {
        return forms.get(type);
    }

    /** Whether the application says how the type is written. */
    boolean isOwn(Class<?> type) {
        return own(type) != null;
    }

    private @Nullable KeyForm own(Class<?> type) {
        return texts.get().stream()
                .filter(text -> text.type().isAssignableFrom(type))
                .findFirst()
                .map(KeyForms::form)
                .orElse(null);
    }

    // With the type, because two of the application's types may have one text.
    private static <T> KeyForm form(KvKeyText<T> text) {
        String mark = KeyEscape.mark('t', text.type());
        return Composite.of(mark, value -> List.of(text.text(text.type().cast(value))));
    }

    private static KeyForm builtIn(Class<?> type) {
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        return Stream.<Supplier<@Nullable KeyForm>>of(
                        () -> LibraryValues.form(boxed),
                        () -> Handles.form(boxed),
                        () -> OwnEquals.isChanged(boxed)
                                ? new None("has another equals() than the class of the JDK that it extends")
                                : null,
                        () -> SingleValues.form(boxed),
                        () -> Containers.form(boxed),
                        () -> Properties.form(boxed))
                .map(Supplier::get)
                .filter(form -> form != null)
                .findFirst()
                .orElseGet(() -> new None("has no text of its own"));
    }
}
