/** Choosing a picture or clip, from the camera or from the phone's album. Its script (islands/shrink.ts) makes pictures smaller, shows what was chosen and says what is too large to be sent. */

type FileInputProps = {
  id: string;
  kind: 'photo' | 'clip' | 'xray';
  /** Bytes the hospital takes; whatever stays larger is refused before it is sent. */
  most: number;
  words: { preview: string; tooLarge: string };
  describedBy: string;
};

export const FileInput = ({ id, kind, most, words, describedBy }: FileInputProps) => (
  <>
    <input id={id} name="file" type="file" accept={kind === 'clip' ? 'video/mp4,video/webm,video/quicktime' : 'image/jpeg,image/png,image/webp'} data-shrink={kind} data-most={most} aria-describedby={describedBy} />
    <p class="card error" role="alert" id="too-large" hidden>{words.tooLarge}</p>
    <p id="preview" hidden data-alt={words.preview}></p>
  </>
);
