package io.kvkit.spring.operation.key.equality;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** Reads a class file: its {@code equals()}, and the methods without arguments through which that may read fields. */
final class EqualsReader extends ClassVisitor {

    private final EqualsBody equality;
    private final Map<String, GetterBody> getters = new HashMap<>();

    private EqualsReader(Class<?> type) {
        super(SpringAsmInfo.ASM_VERSION);
        Set<String> hierarchy = new HashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            hierarchy.add(Type.getInternalName(each));
        }
        this.equality = new EqualsBody(hierarchy);
    }

    /** Reads the file of a class; null if there is none, such as in a native image. */
    static @Nullable EqualsReader of(Class<?> type) {
        EqualsReader reader = new EqualsReader(type);
        try (InputStream bytes = type.getResourceAsStream("/" + Type.getInternalName(type) + ".class")) {
            if (bytes == null) {
                return null;
            }
            new ClassReader(bytes).accept(reader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return reader;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    EqualsBody equality() {
        return equality;
    }

    /** Returns the method without arguments that the class itself declares; null if it declares none of that name. */
    @Nullable
    GetterBody getter(String name) {
        return getters.get(name);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if (name.equals("equals") && descriptor.equals("(Ljava/lang/Object;)Z")) {
            return equality;
        }
        boolean isGetter = descriptor.startsWith("()") && (access & Opcodes.ACC_BRIDGE) == 0;
        return isGetter ? getters.computeIfAbsent(name, each -> new GetterBody()) : null;
    }
}
