package io.kvkit.spring.operation.key.equality;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** The code of an {@code equals()}: the members that it reads, and whether it does anything except compare them. */
final class EqualsBody extends MethodVisitor {

    /** The methods that compare values, or make them comparable, without a rule of their own. */
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
     * Prepares to read the code.
     *
     * @param hierarchy the internal names of the class and its superclasses
     */
    EqualsBody(Set<String> hierarchy) {
        super(SpringAsmInfo.ASM_VERSION);
        this.hierarchy = hierarchy;
    }

    /** Returns the names of the fields that the code reads directly. */
    Set<String> fields() {
        return fields;
    }

    /** Returns the names of the getters of the class through which the code reads fields. */
    Set<String> getters() {
        return getters;
    }

    /** Returns whether the code is true only for objects that agree in every member that it reads. */
    boolean isSimple() {
        return simple && (generated || new EqualsPaths(code, hierarchy).allCompare());
    }

    boolean callsSuper() {
        return callsSuper;
    }

    boolean comparesClasses() {
        return comparesClasses;
    }

    /** Returns whether the compiler generated the code for a record, so that it compares all components. */
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

    // compareTo() of BigDecimal treats 1.0 and 1.00 as equal, and so do keys. A static method may compare in its own
    // way.
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

    // Arithmetic, conversions, and == of floating-point numbers, for which 0.0 equals -0.0.
    @Override
    public void visitInsn(int opcode) {
        simple &= opcode < Opcodes.IADD || opcode > Opcodes.DCMPG || opcode == Opcodes.LCMP;
        code.add(opcode, 0);
    }

    // Comparing a value with a constant is a rule of its own.
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

    // An equals() that compares fields neither counts nor switches over numbers.
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
