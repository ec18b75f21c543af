package io.kvkit.spring.operation;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** The code of an {@code equals()}: what it looks at, and whether it does anything else than to compare that. */
final class EqualsBody extends MethodVisitor {

    /** Who compares, or makes comparable, without a rule of its own. */
    private static final Set<String> PLAIN = Set.of(
            "java/util/Objects",
            "java/util/Arrays",
            "java/lang/Class",
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/Short",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Float",
            "java/lang/Double",
            "java/lang/Character",
            "kotlin/jvm/internal/Intrinsics",
            "org/springframework/util/ObjectUtils",
            "org/apache/commons/lang3/builder/EqualsBuilder");

    private static final Set<String> COMPARISONS = Set.of("equals", "canEqual");

    private final Set<String> hierarchy;
    private final Set<String> fields = new HashSet<>();
    private final Set<String> getters = new HashSet<>();
    private final EqualsCode code = new EqualsCode();
    private boolean simple = true;
    private boolean callsSuper;
    private boolean comparesClasses;
    private boolean generated;

    /**
     * Reads the code.
     *
     * @param hierarchy the class and what it extends, as class files name them
     */
    EqualsBody(Set<String> hierarchy) {
        super(SpringAsmInfo.ASM_VERSION);
        this.hierarchy = hierarchy;
    }

    /** The names of the fields that it reads itself. */
    Set<String> fields() {
        return fields;
    }

    /** The names of the methods of the class that it reads fields by. */
    Set<String> getters() {
        return getters;
    }

    /** Whether it is true only for objects that are alike in all that it looks at. */
    boolean isSimple() {
        return simple && (generated || new EqualsPaths(code, hierarchy).allCompare());
    }

    boolean callsSuper() {
        return callsSuper;
    }

    boolean comparesClasses() {
        return comparesClasses;
    }

    /** Whether the compiler made it, for a record: it compares all components. */
    boolean isGenerated() {
        return generated;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        fields.add(name);
        code.add(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        code.add(opcode, owner, name, descriptor);
        if (opcode == Opcodes.INVOKESPECIAL && name.equals("equals")) {
            callsSuper = true;
        } else if (name.equals("getClass")) {
            comparesClasses = true;
        } else if (hierarchy.contains(owner) && Type.getArgumentCount(descriptor) == 0) {
            getters.add(name);
        } else {
            simple &= PLAIN.contains(owner) || isComparison(opcode, owner, name);
        }
    }

    // compareTo() of BigDecimal takes 1.0 for 1.00, and so do keys. A static method may compare in its own way.
    private static boolean isComparison(int opcode, String owner, String name) {
        boolean ofDecimals = owner.equals("java/math/BigDecimal") && name.equals("compareTo");
        return opcode != Opcodes.INVOKESTATIC && (COMPARISONS.contains(name) || ofDecimals);
    }

    @Override
    public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, @Nullable Object... arguments) {
        generated = bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods");
        simple &= generated;
    }

    // Arithmetic, conversions, and == of floating numbers, to which 0.0 is -0.0.
    @Override
    public void visitInsn(int opcode) {
        simple &= opcode < Opcodes.IADD || opcode > Opcodes.DCMPG || opcode == Opcodes.LCMP;
        code.add(opcode, 0);
    }

    // A value that is compared with a constant is a rule of its own.
    @Override
    public void visitLdcInsn(Object value) {
        simple &= value instanceof Type;
        code.add(Opcodes.LDC, 0);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        code.add(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        code.add(opcode, variable);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        code.add(opcode, 0);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        code.jump(opcode, label);
    }

    @Override
    public void visitLabel(Label label) {
        code.mark(label);
    }

    // No equals() that compares fields counts or chooses among numbers.
    @Override
    public void visitIincInsn(int variable, int increment) {
        simple = false;
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
        simple = false;
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        simple = false;
    }
}
