let context: AudioContext | null = null

type Tone = [hertz: number, startS: number, lengthS: number]
const TONES: Record<'good' | 'bad' | 'done', Tone[]> = {
  good: [[1320, 0, 0.08]],
  // Low, long and twice: heard over a belt, and never taken for the good one.
  bad: [
    [220, 0, 0.22],
    [180, 0.28, 0.32],
  ],
  done: [
    [880, 0, 0.09],
    [1320, 0.1, 0.14],
  ],
}

/** What a scan station says aloud. Silent where the browser allows no sound before the first key press. */
export function play(sound: keyof typeof TONES): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  for (const [hertz, start, length] of TONES[sound]) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const from = context.currentTime + start
    tone.type = sound === 'bad' ? 'square' : 'sine'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.0001, from)
    volume.gain.exponentialRampToValueAtTime(0.25, from + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length)
    tone.connect(volume).connect(context.destination)
    tone.start(from)
    tone.stop(from + length + 0.02)
  }
}
