package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.KvKeyText;
import io.kvkit.spring.operation.key.equality.OwnEquals;
import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.None;
import io.kvkit.store.KeyEscape;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds how values are written in keys, by their class. Beans of the application take precedence over built-in forms.
 */
public final class KeyForms {

    private static final Set<Class<?>> COMMON = Set.of(String.class, Long.class, Integer.class);
    private static final Set<Class<?>> SIMPLE =
            Set.of(Boolean.class, Character.class, Byte.class, Short.class, UUID.class);

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

    /** Returns the forms of the application's beans and the built-in ones. The beans are looked up at the first key. */
    @SuppressWarnings("rawtypes")
    public static KeyForms of(@Nullable BeanFactory beans) {
        return beans == null
                ? withoutBeans()
                : new KeyForms(() -> beans.getBeanProvider(KvKeyText.class)
                        .orderedStream()
                        .<KvKeyText<?>>map(text -> text)
                        .toList());
    }

    /** Returns the built-in forms. */
    static KeyForms withoutBeans() {
        return new KeyForms(List::of);
    }

    KeyForm of(Class<?> type) {
        return forms.get(type);
    }

    /** Returns whether the application defines how the type is written. */
    boolean isOwn(Class<?> type) {
        return own(type) != null;
    }

    /**
     * Returns whether two values of the type are equal exactly if they have the same text, so that a value can stand for
     * its text: whole numbers, texts, booleans, UUIDs and enums, unless the application defines how they are written.
     */
    public boolean isSimple(Class<?> type) {
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        return COMMON.contains(boxed) || ((SIMPLE.contains(boxed) || type.isEnum()) && !isOwn(boxed));
    }

    /** Returns whether values of the type identify the caller and the application does not define how it is written. */
    public boolean identifyCaller(Class<?> type) {
        return Handles.areSecurity(type) && !isOwn(type);
    }

    /** Returns whether values of the type take no part in default keys, because kvkit passes them to the method. */
    public static boolean comeFromKvkit(Class<?> type) {
        return Handles.areOfKvkit(type);
    }

    /** Returns why values of the type, or elements of these, cannot be part of a key; null if they can. */
    public @Nullable String problem(ResolvableType type) {
        return KeyTypes.problem(type, this);
    }

    private @Nullable KeyForm own(Class<?> type) {
        return texts.get().stream()
                .filter(text -> text.type().isAssignableFrom(type))
                .findFirst()
                .map(KeyForms::form)
                .orElse(null);
    }

    // Includes the type, because two types of the application may have the same text.
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
