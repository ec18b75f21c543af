package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that contain the state of a class outside the JDK.
 *
 * @param all every field of an instance
 * @param state those that neither the language, a compiler nor Jackson's annotations exclude from the state
 * @param shown those of the state that are visible to other classes: not private, or with an accessor of the same name
 */
record StateFields(List<Field> all, List<Field> state, List<Field> shown) {

    private static final ClassValue<StateFields> OF = new ClassValue<>() {
        @Override
        protected StateFields computeValue(Class<?> type) {
            return read(type);
        }
    };

    static StateFields of(Class<?> type) {
        return OF.get(type);
    }

    static StateFields read(Class<?> type) {
        List<Field> all = new ArrayList<>();
        for (Class<?> each = type; each != null && !Reflected.isOfJdk(each); each = each.getSuperclass()) {
            Arrays.stream(each.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible())
                    .forEach(all::add);
        }
        List<Field> state =
                all.stream().filter(field -> !isExcepted(type, field)).toList();
        return new StateFields(
                List.copyOf(all),
                state,
                state.stream().filter(field -> isShown(type, field)).toList());
    }

    // Compilers of other languages use a dollar sign in the names of fields that they add.
    private static boolean isExcepted(Class<?> type, Field field) {
        return Modifier.isTransient(field.getModifiers())
                || field.isSynthetic()
                || field.getName().indexOf('$') >= 0
                || isIgnored(field.getAnnotation(JsonIgnore.class))
                || field.getType().isAnnotationPresent(JsonIgnoreType.class)
                || accessors(type, field.getName())
                        .anyMatch(method -> isIgnored(method.getAnnotation(JsonIgnore.class)))
                || isIgnoredByClass(type, field.getName());
    }

    private static boolean isIgnored(@Nullable JsonIgnore annotation) {
        return annotation != null && annotation.value();
    }

    private static boolean isIgnoredByClass(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            JsonIgnoreProperties ignored = each.getAnnotation(JsonIgnoreProperties.class);
            if (ignored != null && List.of(ignored.value()).contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShown(Class<?> type, Field field) {
        return !Modifier.isPrivate(field.getModifiers())
                || accessors(type, field.getName()).findAny().isPresent();
    }

    private static Stream<Method> accessors(Class<?> type, String name) {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Set<String> names = Set.of(name, "get" + capital, "is" + capital);
        return Stream.<Class<?>>iterate(type, each -> each != null && !Reflected.isOfJdk(each), Class::getSuperclass)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(method -> method.getParameterCount() == 0 && names.contains(method.getName()));
    }
}
