package io.kvkit.spring.operation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Finds uploaded files in what handlers take: a file itself, many of them, or a form with a file somewhere in it. */
final class FileTypes {

    private static final List<String> FILES = List.of(
            "org.springframework.web.multipart.MultipartFile",
            "org.springframework.web.multipart.MultipartRequest",
            "org.springframework.http.codec.multipart.Part",
            "jakarta.servlet.http.Part");

    private static final List<String> NO_FORMS =
            List.of("java.", "javax.", "jakarta.", "jdk.", "kotlin.", "org.springframework.", "reactor.");

    private final Set<Class<?>> seen = new HashSet<>();

    private FileTypes() {}

    /** The type of the first file as messages show it; null if there is none. */
    static @Nullable String in(ResolvableType type) {
        return new FileTypes().find(type, type.toString());
    }

    /** Whether a type, or one of those that it holds, is one of the named ones. */
    static boolean holds(ResolvableType type, List<String> names) {
        if (is(type.resolve(), names) || is(type.getComponentType().resolve(), names)) {
            return true;
        }
        for (ResolvableType generic : type.getGenerics()) {
            if (holds(generic, names)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a type is one of the named ones. */
    static boolean is(@Nullable Class<?> type, List<String> names) {
        return type != null && Supertypes.names(type).stream().anyMatch(names::contains);
    }

    private @Nullable String find(ResolvableType type, String shown) {
        if (holds(type, FILES)) {
            return shown;
        }
        String found = inFieldsOf(type.resolve());
        for (ResolvableType part : type.getGenerics()) {
            found = found == null ? find(part, part.toString()) : found;
        }
        return found == null && type.isArray()
                ? inFieldsOf(type.getComponentType().resolve())
                : found;
    }

    private @Nullable String inFieldsOf(@Nullable Class<?> form) {
        for (Class<?> each = form; each != null && isForm(each) && seen.add(each); each = each.getSuperclass()) {
            for (Field field : fields(each)) {
                ResolvableType type = ResolvableType.forField(field);
                String found =
                        Modifier.isStatic(field.getModifiers()) ? null : find(type, type + " in " + each.getName());
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean isForm(Class<?> type) {
        return !type.isPrimitive() && !type.isEnum() && NO_FORMS.stream().noneMatch(type.getName()::startsWith);
    }

    // A field may be of a class that is not there.
    private static Field[] fields(Class<?> type) {
        try {
            return type.getDeclaredFields();
        } catch (LinkageError e) {
            return new Field[0];
        }
    }
}
